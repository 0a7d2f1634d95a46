package io.github.groupcoordinator.junit5;

import io.github.groupcoordinator.internal.simulation.Campaign;
import io.github.groupcoordinator.internal.simulation.CampaignRun;
import io.github.groupcoordinator.internal.simulation.Part;
import io.github.groupcoordinator.junit5.internal.Advice;
import io.github.groupcoordinator.junit5.internal.RealClusters;
import io.github.groupcoordinator.junit5.internal.RunParameters;
import io.github.groupcoordinator.junit5.internal.simulation.CurrentRun;
import io.github.groupcoordinator.junit5.internal.simulation.SimulationPart;
import io.github.groupcoordinator.junit5.internal.simulation.SimulationRuns;
import io.github.groupcoordinator.real.NotPortableException;
import io.github.groupcoordinator.simulation.SimulationRun;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.Spliterator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
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
 * has come to its end; so each can depend on what came of those before. Of a run that passed in another JVM, nothing
 * runs here but what other extensions do.
 */
final class SimulationExtension
        implements TestTemplateInvocationContextProvider,
                InvocationInterceptor,
                LifecycleMethodExecutionExceptionHandler,
                TestExecutionExceptionHandler,
                ParameterResolver {
    private static final String REPLAY = "embedded-group-coordinator.replay";
    private static final String JVMS = "embedded-group-coordinator.simulation.jvms";

    /**
     * Ends the cluster of a run whose failure is not to be shown.
     *
     * @return false if there is something to show
     */
    static boolean ends(CurrentRun current, Cluster cluster, ExtensionContext context) {
        CampaignRun run = current.run();
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
        Spliterator<CurrentRun> runs = runs(simulation, context);
        return StreamSupport.stream(runs, false).map(current -> {
            current.begin(context);
            return new Invocation(current.run());
        });
    }

    private static Spliterator<CurrentRun> runs(Simulation simulation, ExtensionContext context) {
        String replay = context.getConfigurationParameter(REPLAY).orElse(simulation.replay());
        Optional<String> part = context.getConfigurationParameter(SimulationPart.PARAMETER);
        long seed = simulation.seed();
        try {
            if (part.isPresent()) {
                Part parsed = Part.parse(part.get());
                return new SimulationPart(
                        Campaign.explorePart(seed, simulation.runs(), simulation.faults(), parsed), context);
            }
            if (!replay.isBlank()) {
                return new SimulationRuns(Campaign.replay(replay), 0, context);
            }
            if (simulation.jvms() == 0) {
                return new SimulationRuns(Campaign.explore(seed, simulation.runs(), simulation.faults()), 0, context);
            }
            int jvms = jvms(simulation, context);
            return new SimulationRuns(
                    Campaign.exploreApart(seed, simulation.runs(), simulation.faults()), jvms, context);
        } catch (IllegalArgumentException e) {
            throw new ExtensionConfigurationException(
                    "@Simulation on " + context.getRequiredTestMethod() + ": " + e.getMessage(), e);
        }
    }

    private static int jvms(Simulation simulation, ExtensionContext context) {
        String value = context.getConfigurationParameter(JVMS).orElse(Integer.toString(simulation.jvms()));
        if (!value.matches("[1-9][0-9]{0,2}")) {
            throw new IllegalArgumentException("jvms = " + value
                    + ": runs go side by side in 1 to 999 JVMs; 0, in the annotation, is for runs that each know what"
                    + " those before sent");
        }
        int jvms = Integer.parseInt(value);
        if (jvms > 1 && SimulationExtension.class.getModule().isNamed()) {
            throw new IllegalArgumentException("jvms = " + jvms + ": other JVMs are started with a class path, but"
                    + " these tests are on the module path");
        }
        if (jvms > 1 && !RunParameters.isLauncherPresent()) {
            throw new IllegalArgumentException("jvms = " + jvms + ": other JVMs need"
                    + " org.junit.platform:junit-platform-launcher on the class path of the tests");
        }
        return jvms;
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
        CurrentRun current = CurrentRun.of(context);
        if (current == null) {
            invocation.proceed();
            return;
        }
        CampaignRun run = current.run();
        try {
            if (run.isElsewhere()) {
                current.tell(context);
                invocation.skip();
            } else {
                invocation.proceed();
            }
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

    @Override
    public void interceptBeforeEachMethod(
            InvocationInterceptor.Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> invocationContext,
            ExtensionContext context)
            throws Throwable {
        proceedIfHere(invocation, context);
    }

    @Override
    public void interceptAfterEachMethod(
            InvocationInterceptor.Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> invocationContext,
            ExtensionContext context)
            throws Throwable {
        proceedIfHere(invocation, context);
    }

    private static void proceedIfHere(InvocationInterceptor.Invocation<Void> invocation, ExtensionContext context)
            throws Throwable {
        if (CurrentRun.isElsewhere(context)) {
            invocation.skip();
        } else {
            invocation.proceed();
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
        CurrentRun current = CurrentRun.of(context);
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
        return parameter.getParameter().getType() == SimulationRun.class && CurrentRun.of(context) != null;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        CurrentRun current = CurrentRun.of(context);
        if (current == null) {
            throw new IllegalStateException("There is no run of a simulation here");
        }
        return current.run();
    }
}
