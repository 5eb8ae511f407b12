package org.equipoise.security.http;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import org.equipoise.security.access.Access;
import org.equipoise.security.access.AccessRules;
import org.equipoise.security.access.Origin;
import org.equipoise.security.access.Request;
import org.equipoise.security.access.SecurityConfig;
import org.equipoise.security.access.Sender;
import org.equipoise.security.keys.Role;

/** Judges every request, before any resource sees it. A policy without a name is one for all paths. */
@ApplicationScoped
class AccessPolicy implements HttpSecurityPolicy {

    /** The attribute of an identity that holds its {@link Role}. */
    static final String ROLE = "equipoise.role";

    private final AccessRules rules;

    AccessPolicy(SecurityConfig config) {
        this.rules = new AccessRules(config);
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext context, Uni<SecurityIdentity> identity, AuthorizationRequestContext requestContext) {
        return identity.map(known -> {
            Access access = rules.judge(request(context, known));
            return switch (access) {
                case GRANTED -> CheckResult.PERMIT;
                case NEEDS_KEY -> CheckResult.DENY;
                case NEEDS_ANNOTATOR, SENDS_ONLY, NEEDS_OPERATOR, OTHER_HOST, OTHER_PAGE, BODY_OF_A_FORM ->
                    throw new ForbiddenException(access.sentence());
            };
        });
    }

    private static Request request(RoutingContext context, SecurityIdentity identity) {
        HttpServerRequest asked = context.request();
        HostAndPort authority = asked.authority();
        Role role = identity.getAttribute(ROLE);
        return new Request(
                asked.method().name(),
                context.normalizedPath(),
                authority == null ? null : new Origin(asked.scheme(), authority.host(), authority.port()),
                new Sender(
                        asked.getHeader("Origin"), asked.getHeader("Sec-Fetch-Site"), asked.getHeader("Content-Type")),
                role);
    }
}
