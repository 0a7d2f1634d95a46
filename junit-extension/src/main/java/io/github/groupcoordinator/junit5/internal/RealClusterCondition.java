package io.github.groupcoordinator.junit5.internal;

import io.github.groupcoordinator.junit5.DisabledOnRealCluster;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** The condition behind {@link DisabledOnRealCluster @DisabledOnRealCluster}. */
public final class RealClusterCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (!RealClusters.isMeant(context)) {
            return ConditionEvaluationResult.enabled("The cluster is in memory");
        }
        return context.getElement()
                .flatMap(element -> AnnotationSupport.findAnnotation(element, DisabledOnRealCluster.class))
                .map(annotation -> ConditionEvaluationResult.disabled("On a real cluster: " + annotation.value()))
                .orElseGet(() -> ConditionEvaluationResult.enabled("Nothing is said of real clusters"));
    }
}
