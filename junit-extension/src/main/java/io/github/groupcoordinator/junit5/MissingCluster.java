package io.github.groupcoordinator.junit5;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Comes with our parameter annotations, to say what is missing where no cluster could provide the parameter. */
final class MissingCluster implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return ClientParameter.isMarked(parameter)
                && RegisteredExtensions.in(context).isEmpty();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        throw new ParameterResolutionException(ClientParameter.describe(parameter)
                + ": there is no cluster here. Annotate the class or the method with @EmbeddedGroupCoordinator, or"
                + " register a GroupCoordinatorExtension (as a static field, if a constructor or a @BeforeAll method"
                + " needs it)");
    }
}
