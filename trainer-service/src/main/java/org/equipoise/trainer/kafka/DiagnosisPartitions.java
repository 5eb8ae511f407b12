package org.equipoise.trainer.kafka;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.common.annotation.Identifier;

/** The same of {@code diagnoses.requested}. */
@ApplicationScoped
@Identifier(DiagnosisPartitions.NAME) class DiagnosisPartitions extends RunPartitions {

    /** In the settings of the channel. */
    static final String NAME = "diagnosis-partitions";
}
