package io.github.groupcoordinator.junit5;

import io.github.groupcoordinator.junit5.internal.Advice;
import io.github.groupcoordinator.junit5.internal.InjectionPoint;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Comes with our annotations, to say what is missing where no cluster could provide the parameter or the field. */
final class MissingCluster implements ParameterResolver, BeforeTestExecutionCallback {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        // Where one parameter has our annotation, the others of our types are meant for us, too.
        InjectionPoint point = InjectionPoint.of(parameter);
        return (point.isMarked() || Injection.isOwn(point.type()))
                && RegisteredExtensions.in(context).isEmpty();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        throw missing(InjectionPoint.of(parameter));
    }

    /** Not earlier: the extension that starts a cluster may have been registered after this one. */
    @Override
    public void beforeTestExecution(ExtensionContext context) {
        if (RegisteredExtensions.in(context).isEmpty()) {
            FieldInjection.inject(context, point -> {
                throw missing(point);
            });
        }
    }

    private static ParameterResolutionException missing(InjectionPoint point) {
        return new ParameterResolutionException(point.description() + ": " + Advice.toStartACluster());
    }
}
