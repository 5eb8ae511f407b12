package org.equipoise.trainer.backbone;

import java.util.List;
import java.util.Optional;

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
        try {
            return EventCodec.read(json, Backbone.class);
        } catch (MalformedEventException e) {
            throw new InvalidBackboneException(
                    "what is kept of backbone " + name + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** All of them, by name. */
    public List<Backbone> all() {
        return objects.list(Bucket.BACKBONES, NAMED).stream()
                .filter(key -> key.endsWith(JSON))
                .map(key -> key.substring(NAMED.length(), key.length() - JSON.length()))
                .flatMap(name -> find(name).stream())
                .toList();
    }

    /**
     * Keeps a network. Adding the same again changes nothing.
     *
     * @return what is kept under that name
     * @throws InvalidBackboneException if the name is another network's
     */
    public Backbone add(Backbone backbone, BackboneWeights weights) {
        Optional<Backbone> known = find(backbone.name());
        if (known.isPresent()) {
            if (!known.get().sha256().equals(backbone.sha256())) {
                throw new InvalidBackboneException("the name " + backbone.name() + " is another network's, sha256 "
                        + known.get().sha256() + "; models name it, so it stays: choose another name");
            }
            return known.get();
        }
        objects.put(Bucket.BACKBONES, weightsKey(backbone), weights.npz(), "application/octet-stream");
        objects.put(Bucket.BACKBONES, NAMED + backbone.name() + JSON, EventCodec.write(backbone), "application/json");
        return backbone;
    }

    /**
     * The weights of a network.
     *
     * @throws InvalidBackboneException if they are not the ones that were added
     * @throws org.equipoise.common.storage.MissingObjectException if they are gone
     */
    public BackboneWeights weights(Backbone backbone) {
        byte[] npz = objects.require(Bucket.BACKBONES, weightsKey(backbone));
        if (!Sha256.hex(npz).equals(backbone.sha256())) {
            throw new InvalidBackboneException("the kept weights of backbone " + backbone.name()
                    + " have other bytes than when they were added: add it again under another name");
        }
        return BackboneWeights.read(backbone.architecture(), npz);
    }

    private static String weightsKey(Backbone backbone) {
        return "weights/" + backbone.sha256() + ".npz";
    }
}
