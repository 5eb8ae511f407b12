package org.equipoise.common.architecture;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.equipoise.planted.feature.Clean;
import org.equipoise.planted.feature.HasAMutableStatic;
import org.equipoise.planted.feature.HasAPublicField;
import org.equipoise.planted.feature.HasFieldInjection;
import org.equipoise.planted.feature.KnowsATechnology;
import org.equipoise.planted.feature.KnowsAnAdapter;
import org.equipoise.planted.feature.LooksAtTheClock;
import org.equipoise.planted.feature.Prints;
import org.equipoise.planted.feature.ThrowsAnything;
import org.equipoise.planted.kafka.PlantedAdapter;
import org.equipoise.planted.left.Left;
import org.equipoise.planted.right.Right;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every rule is seen to fail on a class that breaks it and to pass on one that does not. */
class ArchitectureRulesTest {

    private static final Map<String, Class<?>[]> VIOLATIONS = Map.of(
            "coreIsPlainJava", classes(KnowsATechnology.class),
            "coreDoesNotKnowItsAdapters", classes(KnowsAnAdapter.class, PlantedAdapter.class),
            "featuresAreFreeOfCycles", classes(Left.class, Right.class),
            "noMutableStatics", classes(HasAMutableStatic.class),
            "noClockInTheCore", classes(LooksAtTheClock.class),
            "noPublicFields", classes(HasAPublicField.class),
            "constructorInjection", classes(HasFieldInjection.class),
            "noPrinting", classes(Prints.class),
            "noGenericExceptions", classes(ThrowsAnything.class));

    @ParameterizedTest
    @MethodSource("rules")
    void aRuleFailsOnAViolationAndOnlyThere(String name) throws Exception {
        Class<?>[] planted = VIOLATIONS.getOrDefault(name, classes());

        assertThat(violated(name, planted))
                .as("%s on %s", name, Set.of(planted))
                .isTrue();
        assertThat(violated(name, Clean.class)).as("%s on Clean", name).isFalse();
    }

    @Test
    void anAdapterMayKnowItsTechnology() throws Exception {
        assertThat(violated("coreIsPlainJava", org.equipoise.common.messaging.EventHeaders.class))
                .isFalse();
    }

    @Test
    void noViolationIsPlantedForARuleThatIsGone() {
        assertThat(rules()).containsExactlyInAnyOrderElementsOf(VIOLATIONS.keySet());
    }

    static Stream<String> rules() {
        var names = new TreeSet<String>();
        for (Field field : ArchitectureRules.class.getDeclaredFields()) {
            if (field.isAnnotationPresent(ArchTest.class)) {
                names.add(field.getName());
            }
        }
        return names.stream();
    }

    private static boolean violated(String rule, Class<?>... among) throws ReflectiveOperationException {
        JavaClasses imported = new ClassFileImporter().importClasses(among);
        var checked = (ArchRule) ArchitectureRules.class.getDeclaredField(rule).get(null);
        return checked.allowEmptyShould(true).evaluate(imported).hasViolation();
    }

    private static Class<?>[] classes(Class<?>... classes) {
        return classes;
    }
}
