package org.equipoise.trainer.training;

import java.util.List;
import java.util.Optional;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.trainer.backbone.Backbone;

/** The pretrained networks that are kept. */
public interface FrozenNetworks {

    /** None is kept. */
    FrozenNetworks NONE = new FrozenNetworks() {
        @Override
        public Optional<Backbone> find(String name) {
            return Optional.empty();
        }

        @Override
        public List<Backbone> all() {
            return List.of();
        }

        @Override
        public FrozenNetwork open(Backbone backbone, InputFormat format, int side) {
            throw new RunFailedException("no pretrained network is kept here");
        }
    };

    /** The network of that name. */
    Optional<Backbone> find(String name);

    /** All of them, by name; one whose record is damaged hides no other. */
    List<Backbone> all();

    /** Names of those whose record is damaged. */
    default List<String> unreadable() {
        return List.of();
    }

    /**
     * A network, ready to look at images.
     *
     * @param format of the images that it will be shown
     * @param side pixels that they are resized to, both ways
     */
    FrozenNetwork open(Backbone backbone, InputFormat format, int side);
}
