package org.equipoise.trainer.backbone;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.equipoise.common.hashing.Sha256;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectStore;

/**
 * Pretrained networks in the bucket {@code backbones}: {@code named/<name>.json} says what is known of one and is
 * written last, {@code weights/<sha256>.npz} are its weights.
 */
public final class BackboneStore {

    private static final String NAMED = "named/";
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
        same(backbone);
        if (!whole(objects.get(Bucket.BACKBONES, weightsKey(backbone)).orElse(new byte[0]), backbone)) {
            objects.put(Bucket.BACKBONES, weightsKey(backbone), weights.npz(), "application/octet-stream");
        }
        // Megabytes were written: somebody else may have taken the name meanwhile.
        Optional<Backbone> known = same(backbone);
        if (known.isPresent()) {
            return known.get();
        }
        objects.put(Bucket.BACKBONES, NAMED + backbone.name() + JSON, EventCodec.write(backbone), "application/json");
        return same(backbone).orElse(backbone);
    }

    /** What is kept under its name, which must be the same network. */
    private Optional<Backbone> same(Backbone backbone) {
        Optional<Backbone> known = find(backbone.name());
        known.filter(other -> !other.sha256().equals(backbone.sha256())).ifPresent(other -> {
            throw new InvalidBackboneException("the name " + backbone.name() + " is another network's, sha256 "
                    + other.sha256() + "; models name it, so it stays: choose another name");
        });
        return known;
    }

    private static boolean whole(byte[] npz, Backbone backbone) {
        return Sha256.hex(npz).equals(backbone.sha256());
    }

    /**
     * The weights of a network.
     *
     * @throws InvalidBackboneException if they are not the ones that were added
     * @throws org.equipoise.common.storage.MissingObjectException if they are gone
     */
    public BackboneWeights weights(Backbone backbone) {
        byte[] npz = objects.require(Bucket.BACKBONES, weightsKey(backbone));
        if (!whole(npz, backbone)) {
            throw new InvalidBackboneException("the kept weights of backbone " + backbone.name()
                    + " have other bytes than when they were added: add it again");
        }
        return BackboneWeights.read(backbone.architecture(), npz);
    }

    private static String weightsKey(Backbone backbone) {
        return "weights/" + backbone.sha256() + ".npz";
    }
}
