package org.equipoise.trainer.backbone;

import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;

import org.equipoise.common.hashing.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * A pretrained network that is kept.
 *
 * @param name that a recipe says; never given to another network
 * @param sha256 of the weights or the graph as they are kept, 64 hex digits: its identity
 * @param architecture whose weights they are; absent where it came as a graph
 * @param graph what a SavedModel takes and says; absent where the architecture is known
 * @param licence of the weights, as whoever added them says
 * @param origin the file that it came in, with the SHA-256 of that file
 * @param parameters numbers that are kept
 */
public record Backbone(
        String name,
        String sha256,
        @Nullable BackboneArchitecture architecture,
        @Nullable ImportedGraph graph,
        String licence,
        String origin,
        long parameters,
        Instant addedAt) {

    /** In place of a name: the only one there is. */
    public static final String ONLY = "only";

    /** Characters that licence and origin may have, each. */
    public static final int MOST_TEXT = 200;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    public Backbone {
        checkName(name);
        if (!SHA_256.matcher(sha256).matches()) {
            throw new InvalidBackboneException("sha256 must be 64 hex digits");
        }
        checkWords(licence, origin);
        if ((architecture == null) == (graph == null)) {
            throw new InvalidBackboneException("it must have either an architecture or a graph");
        }
    }

    /** A network of these weights, fed as its architecture was trained. */
    public static Backbone of(String name, BackboneWeights weights, String licence, String origin, Instant addedAt) {
        return new Backbone(
                name, weights.sha256(), weights.architecture(), null, licence, origin, weights.parameters(), addedAt);
    }

    /** A network of that graph. */
    public static Backbone of(
            String name, SavedModelReader.Imported imported, String licence, String origin, Instant addedAt) {
        return new Backbone(
                name,
                Sha256.hex(imported.bytes()),
                null,
                imported.graph(),
                licence,
                origin,
                imported.parameters(),
                addedAt);
    }

    /** Refuses what cannot be a name. */
    public static void checkName(String name) {
        if (!NAME.matcher(name).matches() || name.equals(ONLY)) {
            throw new InvalidBackboneException("the name must match " + NAME + " and not be \"" + ONLY + "\"");
        }
    }

    /** Refuses what cannot be said of a network, before its file is read. */
    public static void checkWords(String licence, String origin) {
        checkText("licence", licence);
        checkText("origin", origin);
    }

    private static void checkText(String field, String text) {
        if (text.isBlank() || text.length() > MOST_TEXT || text.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidBackboneException(
                    field + " must have 1 to " + MOST_TEXT + " characters, none of them a control character");
        }
    }

    /** What it consists of. */
    public BackboneKind kind() {
        return Objects.requireNonNull(architecture == null ? graph : architecture);
    }

    /** Pixels a side that it alone takes; absent where it takes any. */
    public @Nullable Integer fixedSide() {
        return graph == null ? null : graph.side();
    }

    /** Whether it sees what another does: the same numbers, fed the same way. */
    boolean same(Backbone other) {
        return sha256.equals(other.sha256) && kind().equals(other.kind());
    }

    /** Its identity, in short. */
    public String hash() {
        return "sha256 " + sha256.substring(0, 16);
    }

    /** What a model card says of it. */
    public String words() {
        return name + " (" + kind().wireName() + ", " + hash() + ", " + licence + ", from " + origin + ")";
    }
}
