package org.equipoise.ingest.dimse;

import java.io.UncheckedIOException;
import java.util.concurrent.RejectedExecutionException;

import org.equipoise.common.storage.StorageException;
import org.equipoise.dicom.network.AssociationEnd;
import org.equipoise.dicom.network.AssociationEnd.Ending;
import org.equipoise.dicom.network.ReceivedObject;
import org.equipoise.dicom.network.StorageHandler;
import org.equipoise.dicom.network.StoreStatus;
import org.equipoise.ingest.doors.Announcer.NotAnnouncedException;
import org.equipoise.ingest.doors.Arrival;
import org.equipoise.ingest.doors.ObjectOutcome;
import org.equipoise.ingest.doors.ObjectOutcome.Refused;
import org.equipoise.ingest.doors.ObjectReception;
import org.equipoise.ingest.doors.Refusal;
import org.jboss.logging.Logger;

/** Hands what peers store to the reception, and tells them what became of it. */
final class ReceivedObjects implements StorageHandler {

    private static final Logger LOG = Logger.getLogger(ReceivedObjects.class);

    private final ObjectReception reception;

    ReceivedObjects(ObjectReception reception) {
        this.reception = reception;
    }

    /** Success means that images and study are durable: a peer may delete its own copy then. */
    @Override
    public StoreStatus store(ReceivedObject object) {
        try {
            ObjectOutcome outcome = reception.take(object.file(), Arrival.from(object.callingAeTitle()));
            if (outcome instanceof Refused refused) {
                Refusal refusal = refused.refusal();
                LOG.warnf("object refused: code=%s bytes=%d", refusal.code(), object.dataSetBytes());
                return new StoreStatus(refusal.status(), refusal.sentence());
            }
            return StoreStatus.success();
        } catch (StorageException | NotAnnouncedException | UncheckedIOException | RejectedExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            LOG.warnf(
                    "object was not taken, the sender is told to try again: what=%s cause=%s",
                    e.getClass().getSimpleName(), cause.getClass().getName());
            return StoreStatus.outOfResources("it could not be stored now: send it again");
        }
    }

    @Override
    public void ended(AssociationEnd end) {
        if (end.ending() == Ending.RELEASED) {
            LOG.infof("association ended: stored=%d refused=%d", end.stored(), end.refused());
        } else {
            LOG.warnf(
                    "association ended: ending=%s stored=%d refused=%d reason=%s",
                    end.ending(), end.stored(), end.refused(), end.detail());
        }
    }
}
