package org.equipoise.local.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** Asks the monitor what happened to images; it reads the logs, as for the console. */
public final class StoryClient {

    /** Logs are read from their beginnings. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final ServiceHttp monitor;

    public StoryClient(StackConnection connection) {
        monitor = new ServiceHttp(connection, "monitor-service", PATIENCE);
    }

    /**
     * One thing that happened.
     *
     * @param dataset whose image it is; absent where none was named
     * @param image its id; absent for what was refused
     * @param what a sentence
     */
    public record Step(
            Instant at,
            String topic,
            @Nullable String dataset,
            @Nullable String image,
            String what) {

        /** Whose story it is a part of. */
        String hero() {
            return image == null
                    ? "what was refused" + (dataset == null ? "" : " in dataset " + dataset)
                    : "image " + image + (dataset == null ? "" : " in dataset " + dataset);
        }
    }

    private record Story(List<Step> steps) {}

    /**
     * What happened, by image; nothing where nothing is known.
     *
     * @param query the beginning of an image id, a study id, or a file's path in its set
     * @param dataset only in this one; absent for all
     */
    public Map<String, List<Step>> of(String query, @Nullable String dataset) {
        String path = ObjectNames.safe(query);
        String address = "/audit/story?image=" + encoded(query) + "&study=" + encoded(query) + "&path=" + encoded(path)
                + (dataset == null ? "" : "&dataset=" + encoded(dataset));
        return byImage(monitor.get(address, Story.class).steps());
    }

    /** The same pixels in two datasets are two images, each with a story of its own. */
    static Map<String, List<Step>> byImage(List<Step> steps) {
        return steps.stream().collect(Collectors.groupingBy(Step::hero, LinkedHashMap::new, Collectors.toList()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
