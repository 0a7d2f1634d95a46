package io.github.groupcoordinator.junit5;

import io.github.groupcoordinator.internal.simulation.Campaign;
import io.github.groupcoordinator.internal.simulation.CampaignRun;
import io.github.groupcoordinator.junit5.internal.Advice;
import io.github.groupcoordinator.junit5.internal.RealClusters;
import io.github.groupcoordinator.junit5.internal.SimulationProgress;
import io.github.groupcoordinator.real.NotPortableException;
import io.github.groupcoordinator.simulation.SimulationRun;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/**
 * The extension behind {@link Simulation @Simulation}. JUnit takes the invocations one by one, each when the one before
 * has come to its end; so each can depend on what came of those before.
 */
final class SimulationExtension
        implements TestTemplateInvocationContextProvider,
                InvocationInterceptor,
                LifecycleMethodExecutionExceptionHandler,
                TestExecutionExceptionHandler,
                ParameterResolver {
    private static final String REPLAY = "embedded-group-coordinator.replay";
    private static final Namespace NAMESPACE = Namespace.create(SimulationExtension.class);

    /** The state that the runs of one simulation share; the current run stands for the invocation that is under way. */
    record Current(Campaign campaign, CampaignRun run) {

        /**
         * Ends the cluster of a run whose failure is not to be shown.
         *
         * @return false if there is something to show
         */
        boolean ends(Cluster cluster, ExtensionContext context) {
            run.counted(cluster.kafka().events().size());
            // What has failed although the run is not shown did so before or outside of the test.
            if (run.isShown() || context.getExecutionException().isPresent()) {
                return false;
            }
            try {
                cluster.end(context);
            } catch (Exception | AssertionError e) {
                run.failedAtTheEnd(e);
            }
            return true;
        }

        /** The last run repeats one that failed. */
        void requireFailure() {
            if (campaign.mustFail(run)) {
                throw campaign.notRepeated(run);
            }
        }
    }

    /** Returns the run that a test belongs to, or null if it is none of a simulation. */
    static @Nullable Current current(ExtensionContext context) {
        return context.getStore(NAMESPACE).get(Current.class, Current.class);
    }

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return annotation(context).isPresent();
    }

    private static Optional<Simulation> annotation(ExtensionContext context) {
        return context.getElement().flatMap(element -> AnnotationSupport.findAnnotation(element, Simulation.class));
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        if (RealClusters.isMeant(context)) {
            throw RealClusters.aborted(
                    new NotPortableException("@Simulation", "seeds and drawn faults belong to virtual time"));
        }
        Simulation simulation = annotation(context).orElseThrow();
        Campaign campaign = campaign(simulation, context);
        SimulationProgress progress = new SimulationProgress(context.getDisplayName(), campaign);
        Spliterator<TestTemplateInvocationContext> runs =
                new Spliterators.AbstractSpliterator<>(Long.MAX_VALUE, Spliterator.ORDERED) {
                    @Override
                    public boolean tryAdvance(Consumer<? super TestTemplateInvocationContext> action) {
                        CampaignRun run = campaign.next();
                        if (run == null) {
                            progress.ended();
                            return false;
                        }
                        progress.begins(run);
                        context.getStore(NAMESPACE).put(Current.class, new Current(campaign, run));
                        action.accept(new Invocation(run));
                        return true;
                    }
                };
        return StreamSupport.stream(runs, false);
    }

    private static Campaign campaign(Simulation simulation, ExtensionContext context) {
        String replay = context.getConfigurationParameter(REPLAY).orElse(simulation.replay());
        try {
            return replay.isBlank()
                    ? Campaign.explore(simulation.seed(), simulation.runs(), simulation.faults())
                    : Campaign.replay(replay);
        } catch (IllegalArgumentException e) {
            throw new ExtensionConfigurationException(
                    "@Simulation on " + context.getRequiredTestMethod() + ": " + e.getMessage(), e);
        }
    }

    private record Invocation(CampaignRun run) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocationIndex) {
            return run.toString();
        }
    }

    @Override
    public void interceptTestTemplateMethod(
            InvocationInterceptor.Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> invocationContext,
            ExtensionContext context)
            throws Throwable {
        Current current = current(context);
        if (current == null) {
            invocation.proceed();
            return;
        }
        CampaignRun run = current.run();
        try {
            invocation.proceed();
        } catch (TestAbortedException e) {
            run.ended(null);
            throw e;
        } catch (Throwable thrown) {
            run.ended(thrown);
            if (run.isShown()) {
                throw current.campaign().describe(run, thrown);
            }
            // It leads to further runs; the last of them is shown.
            return;
        }
        run.ended(null);
        if (current.campaign().isLast(run) && !current.campaign().neverTrue().isEmpty()) {
            throw current.campaign().never();
        }
    }

    /**
     * JUnit knows nobody who resolves a parameter of ours, because the annotation that brings the cluster is missing.
     */
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        boolean ours = Arrays.stream(context.getRequiredTestMethod().getParameterTypes())
                .anyMatch(Injection::isOwn);
        if (thrown instanceof ParameterResolutionException
                && ours
                && RegisteredExtensions.in(context).isEmpty()) {
            throw new ParameterResolutionException(thrown.getMessage() + ": " + Advice.toStartACluster(), thrown);
        }
        throw thrown;
    }

    @Override
    public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        Current current = current(context);
        if (current == null) {
            throw thrown;
        }
        if (current.run().isShown()) {
            throw current.campaign().describe(current.run(), thrown);
        }
        current.run().failedAtTheEnd(thrown);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SimulationRun.class && current(context) != null;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Current current = current(context);
        if (current == null) {
            throw new IllegalStateException("There is no run of a simulation here");
        }
        return current.run();
    }
}
