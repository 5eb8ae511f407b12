package org.equipoise.ingest.splitting;

import java.util.Collection;
import java.util.Optional;

import org.equipoise.common.labels.Split;
import org.jspecify.annotations.Nullable;

/**
 * Splits by hashing: the same patient is in the same split in every dataset and every freeze, without any list being
 * kept. 70 % train, 15 % validation, 15 % test.
 */
public final class Splitting {

    private static final int GROUP_DIGITS = 32;
    private static final double TRAIN_SHARE = 0.70;
    private static final double VALIDATION_SHARE = 0.15;

    private final KeyedHash hash;

    public Splitting(KeyedHash hash) {
        this.hash = hash;
    }

    /** The group of a patient, 32 hex digits; absent without a patient key. The key itself goes no further. */
    public @Nullable String patientGroup(@Nullable String patientKey) {
        return patientKey == null || patientKey.isBlank()
                ? null
                : hash.hex(patientKey).substring(0, GROUP_DIGITS);
    }

    /** Where a patient's images belong; the image decides when the patient is not known. */
    public Split split(@Nullable String patientGroup, String imageId) {
        String digits = patientGroup == null ? hash.hex(imageId) : patientGroup;
        double fraction = Long.parseLong(digits.substring(0, 8), 16) / (double) (1L << 32);
        if (fraction < TRAIN_SHARE) {
            return Split.TRAIN;
        }
        return fraction < TRAIN_SHARE + VALIDATION_SHARE ? Split.VALIDATION : Split.TEST;
    }

    /**
     * Of several splits the one that leaks nothing: test before validation before train. An image that is ever tested
     * on must never be trained on.
     */
    public static Optional<Split> strictest(Collection<Split> splits) {
        return splits.stream().max(Enum::compareTo);
    }
}
