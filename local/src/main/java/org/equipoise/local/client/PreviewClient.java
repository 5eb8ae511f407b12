package org.equipoise.local.client;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.imaging.ValueWindow;

/** Asks augment what a policy makes of training images. */
public final class PreviewClient {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ServiceHttp augment;

    public PreviewClient(StackConnection connection) {
        augment = new ServiceHttp(connection, "augment-service", PATIENCE);
    }

    /**
     * How large a sheet is.
     *
     * @param images rows
     * @param copies augmented copies in a row
     * @param seed what both follow from
     */
    public record Sheet(int images, int copies, int seed) {}

    /**
     * Writes the sheet as a PNG.
     *
     * @param policy transforms by their settings' names, {@code KEY=VALUE} separated by commas
     * @throws ClientException if augment refuses, with its answer
     * @throws IOException if augment broke off, or {@code out} failed
     */
    public void write(DatasetFrozen version, String policy, Sheet sheet, OutputStream out) throws IOException {
        augment.download(path(version, policy, sheet), "image/png", in -> in.transferTo(out));
    }

    static String path(DatasetFrozen version, String policy, Sheet sheet) {
        ValueWindow window = version.window();
        return "/preview?dataset=" + version.dataset()
                + "&version=" + version.version()
                + "&augmentation=" + URLEncoder.encode(policy, StandardCharsets.UTF_8)
                + (window == null ? "" : "&window=" + window.low() + ":" + window.high())
                + "&images=" + sheet.images()
                + "&copies=" + sheet.copies()
                + "&seed=" + sheet.seed();
    }
}
