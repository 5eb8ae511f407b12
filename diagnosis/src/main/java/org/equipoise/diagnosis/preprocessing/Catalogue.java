package org.equipoise.diagnosis.preprocessing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.equipoise.common.imaging.InputShape;

/**
 * What is tried, the likeliest first of each kind.
 *
 * @param usual whole preprocessings in use that differ from others in more than one way
 */
public record Catalogue(
        List<Values> values, List<ChannelOrder> orders, List<Geometry> geometries, List<Preprocessing> usual) {

    public Catalogue {
        values = List.copyOf(values);
        orders = List.copyOf(orders);
        geometries = List.copyOf(geometries);
        usual = List.copyOf(usual);
    }

    /** What models that take numbers may expect of images that are as they should be. */
    public static Catalogue inputs(InputShape shape, List<Values> more) {
        List<Values> values = new ArrayList<>(Values.inUse(shape.channels()));
        values.addAll(more);
        return new Catalogue(
                values,
                orders(shape),
                List.of(Geometry.values()),
                shape.channels() == 3
                        ? List.of(new Preprocessing(Geometry.STRETCHED, false, ChannelOrder.BGR, Values.CAFFE))
                        : List.of());
    }

    /** What may undo a change of images that has come between; the model takes samples of 8 bits. */
    public static Catalogue changes(InputShape shape) {
        return new Catalogue(Values.changes(), orders(shape), List.of(Geometry.values()), List.of());
    }

    /** Without what makes no difference to these images: their aspect may be the input's. */
    Catalogue of(List<LabelledPixels> images, InputShape shape) {
        boolean same = images.stream()
                .allMatch(image -> image.pixels().width() * shape.height()
                        == image.pixels().height() * shape.width());
        return same
                ? new Catalogue(
                        values,
                        orders,
                        geometries.stream()
                                .filter(geometry -> geometry != Geometry.ASPECT_PADDED
                                        && geometry != Geometry.ASPECT_REPEATED
                                        && geometry != Geometry.ASPECT_CROPPED)
                                .toList(),
                        usual)
                : this;
    }

    private static List<ChannelOrder> orders(InputShape shape) {
        return shape.channels() == 3 ? List.of(ChannelOrder.values()) : List.of(ChannelOrder.RGB);
    }

    /** The values of a name. */
    public Optional<Values> named(String name) {
        return Values.named(name, values);
    }

    /** Names of all values. */
    public List<String> names() {
        return Values.names(values);
    }

    /** Those that differ from {@code one} in one way, and the usual ones. */
    Set<Preprocessing> near(Preprocessing one) {
        Set<Preprocessing> near = new LinkedHashSet<>();
        values.forEach(other -> near.add(one.with(other)));
        near.addAll(usual);
        near.add(one.with(!one.inverted()));
        orders.forEach(other -> near.add(one.with(other)));
        geometries.forEach(other -> near.add(one.with(other)));
        near.remove(one);
        return near;
    }
}
