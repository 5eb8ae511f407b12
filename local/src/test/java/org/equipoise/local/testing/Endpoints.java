package org.equipoise.local.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.security.ApiKeys;
import org.jspecify.annotations.Nullable;

/** Every endpoint that a service describes in its OpenAPI document, and what it answers to whom. */
public final class Endpoints {

    /** A configuration with one key of each kind. */
    public static final String KEYS =
            "reader:viewer:" + ApiKeys.sha256("may-look") + ",night-shift:operator:" + ApiKeys.sha256("may-act");

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private final URI service;
    private final HttpClient http = HttpClient.newHttpClient();

    /** Of the service at this address. */
    public Endpoints(URI service) {
        this.service = service;
    }

    /**
     * One endpoint.
     *
     * @param path with a value for every parameter
     */
    public record Endpoint(String method, String path) {
        /** Whether it changes nothing. */
        public boolean reads() {
            return method.equals("GET");
        }
    }

    /** All of them. */
    public List<Endpoint> all() throws IOException, InterruptedException {
        HttpResponse<byte[]> document = http.send(
                HttpRequest.newBuilder(service.resolve("/q/openapi?format=json"))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        JsonNode paths = EventCodec.mapper().readTree(document.body()).required("paths");
        List<Endpoint> endpoints = new ArrayList<>();
        paths.properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (METHODS.contains(method)) {
                        endpoints.add(new Endpoint(
                                method.toUpperCase(Locale.ROOT), path.getKey().replaceAll("\\{[^}]*}", "x")));
                    }
                }));
        return endpoints;
    }

    /** The status that an endpoint answers a request with this key, or without one. */
    public int status(Endpoint endpoint, @Nullable String key) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(service.resolve(endpoint.path()))
                .header("content-type", "application/json")
                .method(
                        endpoint.method(),
                        endpoint.reads()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString("{}"));
        if (key != null) {
            request.header(ApiKeys.HEADER, key);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
