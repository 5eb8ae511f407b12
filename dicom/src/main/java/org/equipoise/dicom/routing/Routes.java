package org.equipoise.dicom.routing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rules, of which the first that matches decides. A rule is a line: conditions, an arrow, a target. All conditions of a
 * line have to hold; {@code any} stands for none. Of a condition, alternatives are separated by commas, {@code *}
 * stands for any run of characters, case does not matter, and a value with blanks is quoted.
 *
 * <pre>
 * # comment
 * modality=CR,DX body-part=CHEST -&gt; dataset=chest model=chest-net
 * modality=CT description="*thorax*" -&gt; dataset=thorax
 * any -&gt; dataset=rest
 * </pre>
 */
public final class Routes {

    /** Bytes of a file. */
    public static final int MOST_BYTES = 1 << 16;

    /** Rules of a file. */
    public static final int MOST_ROUTES = 1000;

    /** No rule at all: nothing matches. */
    public static final Routes NONE = new Routes(List.of());

    private final List<Route> all;

    private Routes(List<Route> all) {
        this.all = List.copyOf(all);
    }

    /**
     * Reads a file in UTF-8.
     *
     * @throws RoutesException if it is too large or breaks a rule of the format
     * @throws IOException if it cannot be read
     */
    public static Routes read(Path file) throws RoutesException, IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        }
        if (bytes.length > MOST_BYTES) {
            throw new RoutesException("the file has more than " + MOST_BYTES + " bytes");
        }
        return parse(new String(bytes, StandardCharsets.UTF_8));
    }

    /**
     * Reads rules.
     *
     * @throws RoutesException if the text breaks a rule of the format
     */
    public static Routes parse(String text) throws RoutesException {
        List<Route> routes = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\r?\n", -1)) {
            number++;
            List<String> words = RouteLine.words(number, line);
            if (words.isEmpty()) {
                continue;
            }
            if (routes.size() == MOST_ROUTES) {
                throw new RoutesException(number, "a file has at most " + MOST_ROUTES + " rules");
            }
            routes.add(RouteLine.route(number, words));
        }
        return new Routes(routes);
    }

    /** The first rule that matches; empty if none does. */
    public Optional<Route> find(Traits traits) {
        return all.stream().filter(route -> route.matches(traits)).findFirst();
    }

    /** How many there are. */
    public int size() {
        return all.size();
    }
}
