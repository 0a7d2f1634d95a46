package io.github.groupcoordinator.junit5;

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

    /** Says what to do where there is no cluster. */
    static String fix() {
        return "there is no cluster here. Annotate the class or the method with @EmbeddedGroupCoordinator, or register"
                + " a GroupCoordinatorExtension (as a static field, if a constructor or a @BeforeAll method needs it)";
    }

    private static ParameterResolutionException missing(InjectionPoint point) {
        return new ParameterResolutionException(point.description() + ": " + fix());
    }
}
