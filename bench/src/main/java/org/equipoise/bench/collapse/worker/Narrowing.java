package org.equipoise.bench.collapse.worker;

import java.util.ArrayList;
import java.util.List;

import org.equipoise.trainer.network.Layer;
import org.equipoise.trainer.network.NetworkDescription;

/** Descriptions of networks whose every layer has a few channels only. */
final class Narrowing {

    private Narrowing() {}

    /** The same network with at most so many channels, or units, in each hidden layer; 0 changes nothing. */
    static NetworkDescription of(NetworkDescription full, int channels) {
        if (channels == 0) {
            return full;
        }
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < full.layers().size(); i++) {
            Layer layer = full.layers().get(i);
            layers.add(i == full.layers().size() - 1 ? layer : narrow(layer, channels));
        }
        return new NetworkDescription(
                full.kind(),
                full.depth(),
                full.width(),
                full.input(),
                full.classes(),
                full.dropout(),
                layers,
                full.members(),
                full.window(),
                full.seen());
    }

    /** What it costs stays as it is: the other channels are computed, too, and are zero. */
    private static Layer narrow(Layer layer, int channels) {
        List<Integer> shape = new ArrayList<>(layer.outputShape());
        int last = shape.size() - 1;
        shape.set(last, Math.min(channels, shape.get(last)));
        return new Layer(layer.name(), layer.kind() + ", narrowed", shape, layer.parameters(), layer.multiplyAdds());
    }
}
