package io.github.groupcoordinator.gates;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

final class PackageRulesTest {
    private static final String BASE = "io.github.groupcoordinator";
    private static final String FIXTURE = "io.github.groupcoordinator.gates.fixture";

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(BASE);
    private static final JavaClasses BROKEN = new ClassFileImporter().importPackages(FIXTURE);

    private final PackageRules ours = new PackageRules(BASE);
    private final PackageRules broken = new PackageRules(FIXTURE);

    @Test
    void coreKeepsEveryRule() {
        assertThat(OURS).isNotEmpty();
        assertThat(violations(ours.all(), OURS)).isEmpty();
    }

    @Test
    void everyRowNamesAPackageThatIsThere() {
        assertThat(ours.rowsWithoutAPackage(OURS)).isEmpty();
    }

    @Test
    void rowForAPackageThatIsNotThereIsFound() {
        assertThat(broken.rowsWithoutAPackage(BROKEN))
                .contains("internal.log")
                .doesNotContain("time", "internal.coordinator");
    }

    @Test
    void noKnotOfClassesIsLargerThanFive() {
        ClassKnots knots = new ClassKnots(OURS);
        Figures.show("classes in the largest knot", knots.largest().size(), knots.largest());
        assertThat(knots.tooLarge()).isEmpty();
    }

    @Test
    void ringOfSixIsFoundAndOneOfFiveIsNot() {
        assertThat(new ClassKnots(BROKEN).tooLarge())
                .singleElement()
                .asInstanceOf(InstanceOfAssertFactories.collection(String.class))
                .extracting(PackageRulesTest::simpleName)
                .containsExactly("Fifth", "First", "Fourth", "Second", "Sixth", "Third");
        assertThat(new ClassKnots(BROKEN).largest()).hasSize(6);
    }

    @Test
    void sealedFamilyCountsAsOne() {
        assertThat(new ClassKnots(BROKEN).families())
                .containsOnlyKeys(FIXTURE + ".knot.Family")
                .allSatisfy((name, files) -> assertThat(files)
                        .extracting(PackageRulesTest::simpleName)
                        .containsExactly("Anna", "Bert", "Branch", "Carl", "Dora", "Emil", "Family"));
    }

    @Test
    void importThatPointsUpwardsIsFound() {
        assertThat(violations(broken.boundaries(), BROKEN))
                .anyMatch(text -> text.contains("fixture.view.SnapshotThatSeesEvents"));
    }

    @Test
    void packageWithoutARowIsFound() {
        assertThat(violations(broken.boundaries(), BROKEN)).anyMatch(text -> text.contains("fixture.util.Helper"));
    }

    @Test
    void cycleIsFound() {
        assertThat(violations(List.of(broken.noCycles()), BROKEN)).anyMatch(text -> text.contains("Cycle detected"));
    }

    @Test
    void clockThatKnowsKafkaIsFound() {
        assertThat(violations(List.of(broken.timeKnowsTheJdkOnly()), BROKEN))
                .anyMatch(text -> text.contains("fixture.time.KafkaClock"));
    }

    @Test
    void snapshotOfAProtocolClassIsFound() {
        assertThat(violations(List.of(broken.snapshotsHoldKafkaValueTypesOnly()), BROKEN))
                .anyMatch(text -> text.contains("fixture.view.SnapshotThatSeesEvents.response"));
    }

    @Test
    void threadsLocksAndMonitorsAreFound() {
        assertThat(violations(broken.threads(), BROKEN))
                .anyMatch(text -> text.contains("Impatient.starts"))
                .anyMatch(text -> text.contains("Impatient.locks"))
                .anyMatch(text -> text.contains("Impatient.synchronizes"))
                .anyMatch(text -> text.contains("Impatient.promises"));
    }

    @Test
    void reflectionIsFound() {
        assertThat(violations(List.of(broken.reflection()), BROKEN))
                .anyMatch(text -> text.contains("Impatient.pries"))
                .anyMatch(text -> text.contains("Impatient.looksUp"));
    }

    @Test
    void identityMapIsFound() {
        assertThat(violations(List.of(broken.identityMaps()), BROKEN))
                .anyMatch(text -> text.contains("Impatient.byIdentity"));
    }

    @Test
    void publicTypeWithoutApiStatusIsFound() {
        assertThat(violations(List.of(broken.publicTypesAreApi()), BROKEN))
                .anyMatch(text -> text.contains("fixture.event.UndecidedEvent"))
                .noneMatch(text -> text.contains("fixture.internal"));
    }

    @Test
    void nothingInAPublicPackageIsInternal() {
        assertThat(InternalsInPublicPackages.in(OURS, BASE)).isEmpty();
    }

    @Test
    void internalsInAPublicPackageAreFound() {
        String type = FIXTURE + ".view.HalfInternal";
        assertThat(InternalsInPublicPackages.in(BROKEN, FIXTURE))
                .containsExactlyInAnyOrder(
                        FIXTURE + ".view.SnapshotThatSeesEvents",
                        type + "$Inner",
                        type + ".<init>()",
                        type + ".forTheBroker()",
                        type + ".count");
    }

    @Test
    void helperInTheBasePackageIsFound() {
        assertThat(violations(List.of(broken.baseHoldsNoHelpers()), BROKEN))
                .singleElement()
                .asString()
                .contains("fixture.HelperOfTheBase");
    }

    private static String simpleName(String file) {
        return file.substring(file.lastIndexOf('.') + 1);
    }

    private static List<String> violations(List<ArchRule> rules, JavaClasses classes) {
        return rules.stream()
                .map(rule -> rule.evaluate(classes))
                .map(EvaluationResult::getFailureReport)
                .flatMap(report -> report.getDetails().stream())
                .toList();
    }
}
