package org.equipoise.security.http;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import org.equipoise.security.access.Access;
import org.equipoise.security.access.SecurityConfig;
import org.equipoise.security.access.SecurityConfig.Mode;
import org.equipoise.security.keys.ApiKeys;
import org.equipoise.security.keys.KeyHolder;
import org.jspecify.annotations.Nullable;

/**
 * Takes a key from {@code X-API-Key} or {@code Authorization: Bearer}. Another mechanism, such as OpenID Connect, may
 * stand beside it: a request without a key is left to the others.
 */
@ApplicationScoped
class ApiKeyMechanism implements HttpAuthenticationMechanism {

    private static final String BEARER = "Bearer ";

    private final Mode mode;
    private final ApiKeys keys;

    ApiKeyMechanism(SecurityConfig config) {
        this.mode = config.mode();
        this.keys = ApiKeys.of(config.apiKeys().orElse(List.of()));
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager manager) {
        String key = key(context);
        if (mode == Mode.LOCAL || key == null) {
            return Uni.createFrom().optional(Optional.empty());
        }
        return keys.holder(key)
                .map(holder -> Uni.createFrom().item(identity(holder)))
                .orElseGet(() -> Uni.createFrom().failure(new AuthenticationFailedException("unknown API key")));
    }

    private static @Nullable String key(RoutingContext context) {
        String key = context.request().getHeader("X-API-Key");
        if (key != null) {
            return key.strip();
        }
        String authorization = context.request().getHeader("Authorization");
        boolean bearer = authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        return bearer ? authorization.substring(BEARER.length()).strip() : null;
    }

    private static SecurityIdentity identity(KeyHolder holder) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(holder.name()))
                .addRole(holder.role().wireName())
                .addAttribute(AccessPolicy.ROLE, holder.role())
                .build();
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer realm=\"equipoise\""));
    }

    /** The challenge, and in words what to send. */
    @Override
    public Uni<Boolean> sendChallenge(RoutingContext context) {
        return HttpAuthenticationMechanism.super.sendChallenge(context).invoke(sent -> {
            if (sent && !context.response().ended()) {
                Refusals.end(context, Access.NEEDS_KEY.sentence());
            }
        });
    }

    /** None: a key is looked up here, not by an identity provider. */
    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }
}
