package org.equipoise.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;

/** A client of the doors, on the JDK's own HTTP client. */
final class Stow {

    static final String TYPE = "multipart/related; type=\"application/dicom\"; boundary=\"bound-1\"";

    private final HttpClient http = HttpClient.newHttpClient();

    /** A body of these instances. */
    static byte[] body(byte[]... instances) {
        var body = new ByteArrayOutputStream();
        for (byte[] instance : instances) {
            body.writeBytes(ascii("--bound-1\r\nContent-Type: application/dicom\r\n\r\n"));
            body.writeBytes(instance);
            body.writeBytes(ascii("\r\n"));
        }
        body.writeBytes(ascii("--bound-1--\r\n"));
        return body.toByteArray();
    }

    HttpResponse<byte[]> store(byte[]... instances) {
        return post("/dicom-web/studies", TYPE, body(instances));
    }

    HttpResponse<byte[]> post(String path, String type, byte[] body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + path))
                .header("Content-Type", type)
                .header("Accept", "application/dicom+json, application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(HttpResponse<byte[]> response) {
        try {
            return new ObjectMapper().readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(new String(response.body(), StandardCharsets.UTF_8), e);
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
