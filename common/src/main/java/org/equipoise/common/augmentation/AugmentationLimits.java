package org.equipoise.common.augmentation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.equipoise.common.csv.CsvTable;
import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.Transform;

/**
 * How far an image of a modality may be augmented so that its class stays what it is, and how far the automatic recipe
 * goes. The table is {@code limits.csv} beside this class, one line for some modalities and one transform, with its
 * reason. What a modality has no line of is limited by the line of {@code *}.
 */
public final class AugmentationLimits {

    private static final String TABLE = "limits.csv";
    private static final String OTHERS = "*";
    private static final List<String> HEADER = List.of("modalities", "setting", "limit", "auto", "reason");
    private static final AugmentationLimits STANDARD = parse(resource());

    private final Map<String, Map<Transform, Limit>> limits;

    private AugmentationLimits(Map<String, Map<Transform, Limit>> limits) {
        this.limits = limits;
    }

    /**
     * One line of the table.
     *
     * @param most how far the transform may go, at most {@link Transform#most}; 0 for not at all
     * @param automatic how far the automatic recipe goes, at most {@code most}
     * @param reason why, a clause for a person
     */
    public record Limit(Transform transform, double most, double automatic, String reason) {

        public Limit {
            String setting = transform.setting();
            if (!(most >= 0 && most <= transform.most())) {
                throw new IllegalArgumentException(
                        "the limit of " + setting + " must be in [0, " + transform.most() + "], got " + most);
            }
            if (!(automatic >= 0 && automatic <= most)) {
                throw new IllegalArgumentException(
                        setting + " of auto must be in [0, " + most + "], its limit, got " + automatic);
            }
            if (reason.isBlank()) {
                throw new IllegalArgumentException("the limit of " + setting + " has no reason");
            }
        }
    }

    /** The table that comes with this release. */
    public static AugmentationLimits standard() {
        return STANDARD;
    }

    /**
     * Reads a table.
     *
     * @throws IllegalArgumentException if a line names an unknown setting, a number out of its range or no reason, if
     *     two are of the same modality and setting, or if {@code *} lacks one
     */
    static AugmentationLimits parse(String csv) {
        CsvTable table = CsvTable.of(csv, TABLE);
        if (!table.header().equals(HEADER)) {
            throw new IllegalArgumentException(TABLE + " must have the columns " + HEADER + ", got " + table.header());
        }
        Map<String, Map<Transform, Limit>> limits = new HashMap<>();
        for (CsvTable.Row row : table.rows()) {
            try {
                Limit limit = limit(row.cells());
                for (String modality : row.cells().get(0).split(" ")) {
                    Limit before = limits.computeIfAbsent(modality, m -> new EnumMap<>(Transform.class))
                            .put(limit.transform(), limit);
                    if (before != null) {
                        throw new IllegalArgumentException(
                                "a line before has " + limit.transform().setting() + " of " + modality + ", too");
                    }
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(TABLE + " line " + row.line() + ": " + e.getMessage(), e);
            }
        }
        Map<Transform, Limit> others = limits.getOrDefault(OTHERS, Map.of());
        Arrays.stream(Transform.values())
                .filter(transform -> !others.containsKey(transform))
                .findFirst()
                .ifPresent(transform -> {
                    throw new IllegalArgumentException(
                            TABLE + " has no line of " + OTHERS + " for " + transform.setting());
                });
        return new AugmentationLimits(limits);
    }

    private static Limit limit(List<String> cells) {
        Transform transform = Transform.named(cells.get(1))
                .orElseThrow(() -> new IllegalArgumentException("\"" + cells.get(1) + "\" is no transform, there are "
                        + Arrays.stream(Transform.values())
                                .map(Transform::setting)
                                .toList()));
        return new Limit(transform, number(transform, cells.get(2)), number(transform, cells.get(3)), cells.get(4));
    }

    private static double number(Transform transform, String cell) {
        if (!transform.isFlag()) {
            return Double.parseDouble(cell);
        }
        return switch (cell) {
            case "true" -> 1;
            case "false" -> 0;
            default ->
                throw new IllegalArgumentException(
                        transform.setting() + " must be true or false, got \"" + cell + "\"");
        };
    }

    /**
     * The limit of one transform.
     *
     * @param modality DICOM's (0008,0060), in either case; of an unknown one the limits of all others hold
     */
    public Limit of(String modality, Transform transform) {
        Limit own =
                limits.getOrDefault(modality.toUpperCase(Locale.ROOT), Map.of()).get(transform);
        return Optional.ofNullable(own)
                .orElseGet(() -> Objects.requireNonNull(
                        limits.getOrDefault(OTHERS, Map.of()).get(transform), transform::setting));
    }

    /** What the automatic recipe does to images of a modality. */
    public AugmentationPolicy automatic(String modality) {
        Map<Transform, Double> automatic = new EnumMap<>(Transform.class);
        for (Transform transform : Transform.values()) {
            automatic.put(transform, of(modality, transform).automatic());
        }
        return AugmentationPolicy.of(automatic);
    }

    /** The limits that a policy exceeds, in the order of the transforms; empty where images bear it. */
    public List<Limit> exceeded(AugmentationPolicy policy, String modality) {
        return Arrays.stream(Transform.values())
                .map(transform -> of(modality, transform))
                .filter(limit -> limit.transform().in(policy) > limit.most())
                .toList();
    }

    private static String resource() {
        try (InputStream in = AugmentationLimits.class.getResourceAsStream(TABLE)) {
            return new String(Objects.requireNonNull(in, TABLE).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + TABLE, e);
        }
    }
}
