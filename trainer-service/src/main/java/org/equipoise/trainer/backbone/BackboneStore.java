package org.equipoise.trainer.backbone;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import org.equipoise.common.hashing.Sha256;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectStore;

/**
 * Pretrained networks in the bucket {@code backbones}: {@code named/<name>.json} says what is known of one and is
 * written last, {@code weights/<sha256>.npz} are its weights, or {@code graphs/<sha256>.pb} its graph.
 */
public final class BackboneStore {

    private static final String NAMED = "named/";
    private static final String CLAIMED = "claimed/";
    private static final String JSON = ".json";

    private final ObjectStore objects;

    public BackboneStore(ObjectStore objects) {
        this.objects = objects;
    }

    /** The network of that name. */
    public Optional<Backbone> find(String name) {
        Backbone.checkName(name);
        return objects.get(Bucket.BACKBONES, NAMED + name + JSON).map(json -> read(name, json));
    }

    private static Backbone read(String name, byte[] json) {
        String why;
        try {
            Backbone kept = EventCodec.read(json, Backbone.class);
            if (kept.name().equals(name)) {
                return kept;
            }
            why = "it is said to be " + kept.name();
        } catch (MalformedEventException | InvalidBackboneException e) {
            why = String.valueOf(e.getMessage());
        }
        throw new InvalidBackboneException("what is kept of backbone " + name + " cannot be read: " + why
                + "; delete backbones/" + NAMED + name + JSON + " and add it again");
    }

    /** All that can be read, by name. */
    public List<Backbone> all() {
        return names().flatMap(name -> {
                    try {
                        return find(name).stream();
                    } catch (InvalidBackboneException e) {
                        // One that is damaged hides no other; see unreadable().
                        return Stream.empty();
                    }
                })
                .toList();
    }

    /** One of which nothing can be read. */
    public record Unreadable(String name, String problem) {}

    /** All that cannot, by name. */
    public List<Unreadable> unreadable() {
        return names().flatMap(name -> {
                    try {
                        find(name);
                        return Stream.empty();
                    } catch (InvalidBackboneException e) {
                        return Stream.of(new Unreadable(name, String.valueOf(e.getMessage())));
                    }
                })
                .toList();
    }

    private Stream<String> names() {
        return objects.list(Bucket.BACKBONES, NAMED).stream()
                .filter(key -> key.endsWith(JSON))
                .map(key -> key.substring(NAMED.length(), key.length() - JSON.length()));
    }

    /**
     * Keeps a network. Adding the same again changes nothing, but for weights that are gone or damaged: they are there
     * again.
     *
     * @return what is kept under that name
     * @throws InvalidBackboneException if the name is another network's, also one that is added at the same time
     */
    public Backbone add(Backbone backbone, BackboneWeights weights) {
        return add(backbone, weights.npz());
    }

    /** The same of a graph. */
    public Backbone add(Backbone backbone, SavedModelReader.Imported imported) {
        return add(backbone, imported.bytes());
    }

    /**
     * Of two that are added under one name at once at most one is kept, whatever trainers add them: each says first
     * that it will, and then looks for others that said so, be it of the same. At worst neither is.
     */
    private Backbone add(Backbone backbone, byte[] bytes) {
        same(backbone);
        String claims = CLAIMED + backbone.name() + "/";
        String own = claims + backbone.sha256() + "-" + UUID.randomUUID();
        objects.put(Bucket.BACKBONES, own, new byte[0], "application/octet-stream");
        try {
            objects.list(Bucket.BACKBONES, claims).stream()
                    .filter(other -> !other.equals(own))
                    .findFirst()
                    .ifPresent(other -> {
                        throw new InvalidBackboneException("another network is being added as " + backbone.name()
                                + " at this moment; where none is, delete backbones/" + other + " and add it again");
                    });
            return claimed(backbone, bytes);
        } finally {
            objects.delete(Bucket.BACKBONES, own);
        }
    }

    private Backbone claimed(Backbone backbone, byte[] bytes) {
        // Whoever kept one of that name since has no claim any more.
        Optional<Backbone> known = same(backbone);
        if (!whole(objects.get(Bucket.BACKBONES, contentKey(backbone)).orElse(new byte[0]), backbone)) {
            objects.put(Bucket.BACKBONES, contentKey(backbone), bytes, "application/octet-stream");
        }
        if (known.isPresent()) {
            return known.get();
        }
        objects.put(Bucket.BACKBONES, NAMED + backbone.name() + JSON, EventCodec.write(backbone), "application/json");
        return backbone;
    }

    /** What is kept under its name, which must be the same network. */
    private Optional<Backbone> same(Backbone backbone) {
        Optional<Backbone> known = find(backbone.name());
        known.filter(other -> !other.same(backbone)).ifPresent(other -> {
            throw new InvalidBackboneException("the name " + backbone.name() + " is another network's, "
                    + other.kind().wireName() + ", sha256 " + other.sha256()
                    + "; models name it, so it stays: choose another name");
        });
        return known;
    }

    private static boolean whole(byte[] bytes, Backbone backbone) {
        return Sha256.hex(bytes).equals(backbone.sha256());
    }

    /**
     * The weights of a network whose architecture is known.
     *
     * @throws InvalidBackboneException if they are not the ones that were added
     * @throws org.equipoise.common.storage.MissingObjectException if they are gone
     */
    public BackboneWeights weights(Backbone backbone) {
        BackboneArchitecture architecture = backbone.architecture();
        if (architecture == null) {
            throw new IllegalArgumentException(backbone.name() + " is a graph and has no weights apart");
        }
        return BackboneWeights.read(architecture, content(backbone));
    }

    /**
     * Its weights or its graph, as they are kept.
     *
     * @throws InvalidBackboneException if they are not the ones that were added
     * @throws org.equipoise.common.storage.MissingObjectException if they are gone
     */
    public byte[] content(Backbone backbone) {
        byte[] bytes = objects.require(Bucket.BACKBONES, contentKey(backbone));
        if (!whole(bytes, backbone)) {
            throw new InvalidBackboneException("the kept weights of backbone " + backbone.name()
                    + " have other bytes than when they were added: add it again");
        }
        return bytes;
    }

    private static String contentKey(Backbone backbone) {
        return backbone.architecture() == null
                ? "graphs/" + backbone.sha256() + ".pb"
                : "weights/" + backbone.sha256() + ".npz";
    }
}
