package org.equipoise.security.http;

import java.io.IOException;
import java.util.stream.Collectors;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;

/** Whoever sends a body that cannot be read is told what is wrong with it, in one sentence; no service says nothing. */
@Provider
public class ReadableBody implements ReaderInterceptor {

    private static final int LONGEST_FIELD = 64;

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        try {
            return context.proceed();
        } catch (JsonProcessingException e) {
            throw refusal(e);
        } catch (WebApplicationException e) {
            throw e.getCause() instanceof JsonProcessingException json ? refusal(json) : e;
        }
    }

    /** Its refusal. */
    public static WebApplicationException refusal(JsonProcessingException e) {
        return Problem.bad(sentence(e));
    }

    /** What is wrong and where, without a word of what was sent but the names of fields. */
    static String sentence(JsonProcessingException e) {
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            String field = mapping.getPath().stream().map(ReadableBody::name).collect(Collectors.joining("."));
            return "the body's field \"" + field + "\" has a value of another kind than it takes";
        }
        JsonLocation at = e.getLocation();
        return "the body is no JSON as it is expected here"
                + (at == null ? "" : ": line " + at.getLineNr() + ", column " + at.getColumnNr());
    }

    private static String name(Reference reference) {
        String field = reference.getFieldName();
        if (field == null) {
            return String.valueOf(reference.getIndex());
        }
        return field.length() <= LONGEST_FIELD ? field : field.substring(0, LONGEST_FIELD) + "…";
    }
}
