package org.equipoise.trainer.app;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Turns the list {@code equipoise.trainer.roles} into one switch per role, {@code equipoise.trainer.role.train} and
 * {@code equipoise.trainer.role.score}, because a channel is switched on by a single boolean.
 */
public final class RoleConfigSourceFactory implements ConfigSourceFactory {

    static final String ROLES = "equipoise.trainer.roles";
    static final String DEFAULT_ROLES = "train,score";

    private static final Set<String> KNOWN = Set.of("train", "score");

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        var value = context.getValue(ROLES);
        String roles = value == null || value.getValue() == null ? DEFAULT_ROLES : value.getValue();
        return List.of(new PropertiesConfigSource(switches(roles), "trainer roles", 50));
    }

    /** The switches for a comma-separated list of roles. */
    static Map<String, String> switches(String roles) {
        Set<String> given = Arrays.stream(roles.split(","))
                .map(String::strip)
                .filter(role -> !role.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        if (given.isEmpty() || !KNOWN.containsAll(given)) {
            throw new IllegalArgumentException(ROLES + " must list train, score or both, got \"" + roles + "\"");
        }
        return KNOWN.stream()
                .collect(Collectors.toUnmodifiableMap(
                        role -> "equipoise.trainer.role." + role, role -> Boolean.toString(given.contains(role))));
    }
}
