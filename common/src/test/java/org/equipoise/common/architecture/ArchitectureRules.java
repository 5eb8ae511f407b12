package org.equipoise.common.architecture;

import java.time.Instant;

import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The rules of every service. A module's {@code ArchitectureTest} includes them with {@code @ArchTest static final
 * ArchTests RULES = ArchTests.in(ArchitectureRules.class)}.
 *
 * <p>A package named after a technology is an adapter; every other package is core and stays plain Java.
 */
public final class ArchitectureRules {

    private static final String[] ADAPTERS = {
        "..kafka..",
        "..s3..",
        "..http..",
        "..dimse..",
        "..djl..",
        "..tensorflow..",
        "..pickle..",
        "..metrics..",
        "..app..",
        "..common.storage..",
        "..common.messaging..",
        "..common.csv..",
        "..diagnosis.files.."
    };

    @ArchTest
    static final ArchRule coreIsPlainJava = classes()
            .that()
            .resideOutsideOfPackages(ADAPTERS)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.imageio..",
                    "javax.crypto..",
                    "org.jspecify..",
                    "org.equipoise..",
                    "io.smallrye.config..",
                    "com.fasterxml.jackson.annotation..",
                    // Random variates and quantiles: arithmetic, as plain as ours.
                    "org.apache.commons.rng..",
                    "org.apache.commons.statistics..",
                    "")
            .because("numbers and decisions must be testable in milliseconds, without Quarkus, Kafka or a GPU")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule coreDoesNotKnowItsAdapters = noClasses()
            .that()
            .resideOutsideOfPackages(ADAPTERS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..kafka..",
                    "..s3..",
                    "..http..",
                    "..djl..",
                    "..tensorflow..",
                    "..pickle..",
                    "..metrics..",
                    "..app..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule featuresAreFreeOfCycles = slices().matching("org.equipoise.(*).(*)..")
            .should()
            .beFreeOfCycles()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule noMutableStatics = fields().that()
            .areStatic()
            .should()
            .beFinal()
            .because("static state outlives tests and tenants")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule noClockInTheCore = noClasses()
            .that()
            .resideOutsideOfPackages(ADAPTERS)
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("time is an argument or a java.time.Clock")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule noPublicFields = noFields()
            .that()
            .areDeclaredInClassesThat()
            .areNotEnums()
            .and()
            .areNotStatic()
            .should()
            .bePublic()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule constructorInjection = NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

    @ArchTest
    static final ArchRule noPrinting = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule noGenericExceptions = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;

    private ArchitectureRules() {}
}
