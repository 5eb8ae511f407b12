package org.equipoise.ingest.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.equipoise.common.storage.StorageException;
import org.equipoise.ingest.archive.ArchiveException;
import org.equipoise.ingest.doors.Announcer.NotAnnouncedException;
import org.equipoise.ingest.doors.BoundedBody;
import org.equipoise.ingest.doors.BoundedBody.TooSlowException;
import org.equipoise.ingest.doors.Deadline;
import org.equipoise.ingest.doors.Delivery;
import org.equipoise.ingest.doors.DoorSettings;
import org.equipoise.ingest.doors.ObjectOutcome;
import org.equipoise.ingest.doors.ObjectOutcome.Refused;
import org.equipoise.ingest.doors.ObjectOutcome.Stored;
import org.equipoise.ingest.doors.ObjectReception;
import org.equipoise.ingest.doors.ObjectTooLargeException;
import org.equipoise.ingest.doors.Spool;
import org.equipoise.ingest.doors.Spool.SpooledObject;
import org.equipoise.ingest.doors.SpoolFullException;
import org.equipoise.ingest.multipart.MultipartException;
import org.equipoise.ingest.multipart.MultipartLimits;
import org.equipoise.security.http.Problem;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What the endpoints that take objects share: how many requests at a time, and what each failure is in HTTP. */
public final class Door {

    private static final Logger LOG = Logger.getLogger(Door.class);
    private static final int RETRY_SECONDS = 10;

    private final ObjectReception reception;
    private final Spool spool;
    private final ExecutorService executor;
    private final DoorSettings settings;
    private final InstantSource clock;
    private final Semaphore free;

    /** @param executor ended by whoever made it */
    public Door(
            ObjectReception reception,
            Spool spool,
            ExecutorService executor,
            DoorSettings settings,
            InstantSource clock) {
        this.reception = reception;
        this.spool = spool;
        this.executor = executor;
        this.settings = settings;
        this.clock = clock;
        this.free = new Semaphore(settings.requests());
    }

    /** A body with the limits of a request. */
    InputStream bounded(InputStream body) {
        return new BoundedBody(body, settings.requestBytes(), settings.requestTime(), clock);
    }

    MultipartLimits multipartLimits() {
        MultipartLimits usual = MultipartLimits.DEFAULT;
        return new MultipartLimits(settings.objects(), usual.headerLines(), usual.headerBytes(), usual.preambleBytes());
    }

    /** An archive as a whole: its directory is at its end. */
    SpooledObject archive(InputStream body) throws IOException {
        return spool.receive(bounded(body), settings.archiveBytes());
    }

    /** A limit of the time that a request may take from now, once it is there. */
    Deadline deadline() {
        return new Deadline(clock, settings.requestTime());
    }

    /** Reads the objects of a request into a delivery. */
    interface Reading {
        void into(Delivery delivery) throws IOException;
    }

    /** Says to the sender what became of the objects. */
    interface Answer {
        Response of(List<ObjectOutcome> outcomes);
    }

    /** Takes a request, or refuses it in words. */
    Response take(Reading reading, Answer answer) {
        if (!free.tryAcquire()) {
            return again("as many requests are being received as this service takes at a time, " + settings.requests()
                    + ": try again");
        }
        try (var delivery = new Delivery(reception, spool, executor, settings)) {
            reading.into(delivery);
            List<ObjectOutcome> outcomes = delivery.finish();
            log(outcomes);
            return answer.of(outcomes);
        } catch (WebApplicationException e) {
            return closing(e.getResponse());
        } catch (MultipartException e) {
            return refused(e.isTooLarge() ? 413 : 400, e);
        } catch (ArchiveException e) {
            return refused(e.isTooLarge() ? 413 : 400, e);
        } catch (ObjectTooLargeException e) {
            return refused(413, e);
        } catch (TooSlowException e) {
            return refused(408, e);
        } catch (SpoolFullException e) {
            return again(e.getMessage() + ": try again");
        } catch (StorageException | NotAnnouncedException | UncheckedIOException | RejectedExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            LOG.warnf(
                    "objects were not taken, the sender is told to try again: what=%s cause=%s",
                    e.getClass().getSimpleName(), cause.getClass().getName());
            return again("what was sent could not be stored and announced now: send it again");
        } catch (IOException e) {
            return refused(400, new IOException("the body ended or stopped before it was whole: send it again", e));
        } finally {
            free.release();
        }
    }

    private static void log(List<ObjectOutcome> outcomes) {
        int stored = 0;
        int images = 0;
        Map<String, Integer> refused = new TreeMap<>();
        for (ObjectOutcome outcome : outcomes) {
            if (outcome instanceof Stored taken) {
                stored++;
                images += taken.part().objectKeys().size();
            } else {
                refused.merge(((Refused) outcome).refusal().code(), 1, Integer::sum);
            }
        }
        LOG.infof("objects received: stored=%d images=%d refused=%s", stored, images, refused);
    }

    private static Response refused(int status, IOException e) {
        return closing(Problem.answer(status, String.valueOf(e.getMessage())));
    }

    private static Response again(@Nullable String sentence) {
        return Response.fromResponse(closing(Problem.answer(503, String.valueOf(sentence))))
                .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                .build();
    }

    /** What is left of the body is not read. */
    private static Response closing(Response response) {
        return Response.fromResponse(response).header("Connection", "close").build();
    }

    /** The Content-Type of a request. */
    static MediaType type(@Nullable String contentType, String expected) {
        try {
            if (contentType != null) {
                return MediaType.valueOf(contentType);
            }
        } catch (IllegalArgumentException e) {
            // As one that is missing.
        }
        throw unsupported(expected);
    }

    static WebApplicationException unsupported(String expected) {
        return new WebApplicationException(
                closing(Problem.answer(415, "a body of this Content-Type is not read here: send " + expected)));
    }
}
