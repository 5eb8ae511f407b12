package org.equipoise.bench.outages;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.equipoise.bench.stack.StowBody;

/** A way in. */
interface Door {

    /** Images of a request over HTTP. */
    int PER_REQUEST = 10;

    /** Returns when every image of the series is acknowledged. */
    void send(Series series, Tally tally);

    /** Whether the images come with their labels. */
    default boolean labels() {
        return false;
    }

    /** Zips of PNGs to the endpoint of a dataset. */
    static Door upload(HttpSender http) {
        return (series, tally) -> Insistence.send(
                series.size(),
                PER_REQUEST,
                tally,
                request -> http.acknowledged(
                        "/datasets/" + series.dataset() + "/upload", "application/zip", zip(series, request)));
    }

    /** STOW-RS. */
    static Door stow(HttpSender http) {
        return (series, tally) -> Insistence.send(
                series.size(),
                PER_REQUEST,
                tally,
                request -> http.acknowledged(
                        "/dicom-web/studies",
                        "multipart/related; type=\"application/dicom\"; boundary=" + StowBody.BOUNDARY,
                        StowBody.of(objects(series, request))));
    }

    private static List<byte[]> objects(Series series, int request) {
        List<byte[]> objects = new ArrayList<>();
        images(series, request)
                .forEach(image -> objects.add(series.object(image).toBytes()));
        return objects;
    }

    private static byte[] zip(Series series, int request) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (int image : images(series, request).toArray()) {
                zip.putNextEntry(new ZipEntry(image + ".png"));
                zip.write(series.png(image));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
        return bytes.toByteArray();
    }

    private static IntStream images(Series series, int request) {
        return IntStream.range(request * PER_REQUEST, Math.min(series.size(), (request + 1) * PER_REQUEST));
    }
}
