package io.github.groupcoordinator.gates;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

/** The parts of public packages that are internal all the same. */
final class InternalsInPublicPackages {

    private InternalsInPublicPackages() {}

    /** Returns the types, methods, constructors and fields of public packages that users are told to leave alone. */
    static List<String> in(JavaClasses classes, String base) {
        List<String> found = new ArrayList<>();
        for (JavaClass type : classes) {
            if ((type.getPackageName() + ".").startsWith(base + ".internal.")) {
                continue;
            }
            if (isInternal(type)) {
                found.add(type.getFullName());
            }
            type.getMembers().stream()
                    .filter(InternalsInPublicPackages::isInternal)
                    .map(JavaMember::getFullName)
                    .forEach(found::add);
        }
        return found;
    }

    private static boolean isInternal(CanBeAnnotated element) {
        return element.isAnnotatedWith(describe(
                "@API(INTERNAL)",
                annotation -> annotation.getRawType().isEquivalentTo(API.class)
                        && annotation.as(API.class).status() == API.Status.INTERNAL));
    }
}
