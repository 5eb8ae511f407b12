package org.equipoise.security.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The keys that a service takes, as SHA-256 digests: whoever reads the configuration cannot use it.
 *
 * <p>A plain digest, without salt or stretching, is sound only for keys that nobody can guess; 32 random bytes are.
 */
public final class ApiKeys {

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    /** @param digest in lower-case hex */
    private record Entry(KeyHolder holder, String digest) {}

    private final List<Entry> entries;

    private ApiKeys(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * Reads keys as they are configured.
     *
     * @param configured each {@code name:sha256hex:role}
     * @throws IllegalArgumentException if one is not of that form, or two have one name; it does not quote the digest
     */
    public static ApiKeys of(List<String> configured) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < configured.size(); i++) {
            Entry entry = entry(configured.get(i), i + 1);
            if (entries.stream()
                    .anyMatch(
                            other -> other.holder().name().equals(entry.holder().name()))) {
                throw new IllegalArgumentException(
                        "two API keys are named \"" + entry.holder().name() + "\"");
            }
            entries.add(entry);
        }
        return new ApiKeys(entries);
    }

    private static Entry entry(String configured, int number) {
        String[] parts = configured.strip().split(":", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("API key " + number + " is not of the form name:sha256hex:role");
        }
        String digest = parts[1].toLowerCase(Locale.ROOT);
        if (!SHA_256.matcher(digest).matches()) {
            throw new IllegalArgumentException("API key " + number + " (\"" + parts[0]
                    + "\") needs the SHA-256 of the key as 64 hex digits in its second part");
        }
        return new Entry(new KeyHolder(parts[0], Role.of(parts[2])), digest);
    }

    /** How many there are. */
    public int size() {
        return entries.size();
    }

    /** Whose key this is. Takes the same time whichever key matches, and whether one does. */
    public Optional<KeyHolder> holder(String key) {
        byte[] presented = HexFormat.of().formatHex(sha256(key)).getBytes(StandardCharsets.US_ASCII);
        Optional<KeyHolder> found = Optional.empty();
        for (Entry entry : entries) {
            byte[] known = entry.digest().getBytes(StandardCharsets.US_ASCII);
            if (MessageDigest.isEqual(known, presented)) {
                found = Optional.of(entry.holder());
            }
        }
        return found;
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
