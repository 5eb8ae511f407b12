package org.equipoise.bench.preprocessing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.diagnosis.preprocessing.ChannelOrder;
import org.equipoise.diagnosis.preprocessing.Geometry;
import org.equipoise.diagnosis.preprocessing.Preprocessing;

/**
 * A network that Keras trained under a preprocessing, and exported.
 *
 * @param kind of the difference, e.g. {@code crop}
 * @param today how its images would be fed, as an option says it
 * @param geometry that it was trained with, and so on
 * @param values by their name
 * @param accuracy of Keras itself on the images under that preprocessing
 */
record Planted(
        String name,
        String kind,
        String today,
        Geometry geometry,
        boolean inverted,
        ChannelOrder order,
        String values,
        double accuracy) {

    /** What the program in Python left in a folder. */
    static List<Planted> read(Path folder) throws IOException {
        JsonNode all = EventCodec.mapper().readTree(Files.readAllBytes(folder.resolve("planted.json")));
        List<Planted> planted = new ArrayList<>();
        for (JsonNode one : all.required("planted")) {
            planted.add(new Planted(
                    one.required("name").asText(),
                    one.required("kind").asText(),
                    one.required("today").asText(),
                    Geometry.valueOf(one.required("geometry").asText()),
                    one.required("inverted").asBoolean(),
                    ChannelOrder.valueOf(one.required("order").asText()),
                    one.required("values").asText(),
                    one.required("accuracy").asDouble()));
        }
        return planted;
    }

    /** Whether it is this one, in every part. */
    boolean is(Preprocessing found) {
        return found.geometry() == geometry
                && found.inverted() == inverted
                && found.order() == order
                && found.values().name().equals(values);
    }

    /** In words. */
    String words() {
        List<String> parts = new ArrayList<>(List.of(values, order.shortName()));
        if (inverted) {
            parts.add("inverted");
        }
        if (geometry != Geometry.STRETCHED) {
            parts.add(geometry.words());
        }
        return String.join(", ", parts);
    }
}
