package org.equipoise.security.http;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;

/**
 * A parameter that an endpoint does not have would be passed over, and whoever sent it would take the answer for its.
 */
@Provider
public class KnownParameters implements ContainerRequestFilter {

    static final int MOST_CHARACTERS = 1024;

    private final ResourceInfo resource;

    public KnownParameters(@Context ResourceInfo resource) {
        this.resource = resource;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Map<String, List<String>> given = request.getUriInfo().getQueryParameters();
        if (!given.isEmpty()) {
            check(of(resource.getResourceMethod()), given);
        }
    }

    private static Set<String> of(Method method) {
        Set<String> names = new TreeSet<>();
        for (Parameter parameter : method.getParameters()) {
            QueryParam query = parameter.getAnnotation(QueryParam.class);
            if (query != null) {
                names.add(query.value());
            }
        }
        return names;
    }

    static void check(Set<String> known, Map<String, List<String>> given) {
        given.forEach((name, values) -> {
            if (!known.contains(name)) {
                throw Problem.bad("a query parameter of " + name.length() + " characters is not known here: "
                        + (known.isEmpty() ? "there is none" : "there are " + String.join(", ", new TreeSet<>(known))));
            }
            if (values.size() > 1) {
                throw Problem.bad("the query parameter " + name + " may be given once, got " + values.size());
            }
            values.forEach(value -> text(name, value));
        });
    }

    private static void text(String name, String value) {
        if (value.length() > MOST_CHARACTERS) {
            throw Problem.bad("the query parameter " + name + " must have at most " + MOST_CHARACTERS
                    + " characters, got " + value.length());
        }
        if (value.codePoints().anyMatch(Character::isISOControl)) {
            throw Problem.bad("the query parameter " + name + " must have no control characters");
        }
    }
}
