package org.equipoise.local;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "org.equipoise.local", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule setsAndTerminalArePlainJava = classes()
            .that()
            .resideInAnyPackage("..local.sets..", "..local.terminal..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "org.equipoise.common..", "org.equipoise.local..", "")
            .because("files and tables need no Kafka");

    @ArchTest
    static final ArchRule onlyTheTerminalPrints = noClasses()
            .that()
            .resideOutsideOfPackage("..local.terminal..")
            .should(ACCESS_STANDARD_STREAMS)
            .because("a line beside a progress bar garbles both");

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("org.equipoise.local.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule noMutableStatics =
            fields().that().areStatic().should().beFinal().because("static state outlives tests");

    @ArchTest
    static final ArchRule nothingIsKnownOfTheServices = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.equipoise.ingest..",
                    "org.equipoise.augment..",
                    "org.equipoise.trainer..",
                    "org.equipoise.monitor..")
            .because("services are met in topics and over HTTP");
}
