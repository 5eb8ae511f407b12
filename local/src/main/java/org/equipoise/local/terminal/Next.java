package org.equipoise.local.terminal;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says what to type next, as it can be typed: with the name of the program and the home that were typed before. */
public final class Next {

    /** How the program was called; the script sets it. */
    private static final String COMMAND = "equipoise.command";

    private Next() {}

    /** One line. {@code arguments} are quoted where a shell would take them apart. */
    public static void say(Terminal terminal, Optional<String> home, String... arguments) {
        terminal.say("Next: %s", command(home, arguments));
    }

    /** The command as it is typed. */
    public static String command(Optional<String> home, String... arguments) {
        String words = Arrays.stream(arguments).map(Next::quoted).collect(Collectors.joining(" "));
        return program() + " " + words + home.map(h -> " --home " + quoted(h)).orElse("");
    }

    /** How the program is called. */
    public static String program() {
        return System.getProperty(COMMAND, "equipoise");
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9._/=:,+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
