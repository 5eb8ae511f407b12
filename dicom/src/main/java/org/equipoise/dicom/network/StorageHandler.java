package org.equipoise.dicom.network;

/** What is done with received objects. It is called by many threads at once, one for each association. */
@FunctionalInterface
public interface StorageHandler {

    /**
     * Takes an object. The peer is answered when this returns and may then delete its own copy, so a success means that
     * the object is safe.
     *
     * @return what the peer is told
     * @throws Exception if it fails for a reason that is not the object's: the peer is told a processing failure, and
     *     may send it again
     */
    StoreStatus store(ReceivedObject object) throws Exception;

    /**
     * An association, or a connection that became none, has ended. Should return at once; what it throws is dropped.
     */
    default void ended(AssociationEnd end) {}
}
