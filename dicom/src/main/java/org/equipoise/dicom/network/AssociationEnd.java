package org.equipoise.dicom.network;

import java.net.InetAddress;

/**
 * How an association ended, or a connection that became none. It can be logged: nothing of it is a word of the peer.
 *
 * @param ending which way
 * @param detail why, in a sentence, with kinds, numbers and limits; empty if there is nothing to say
 * @param peer its network address
 * @param stored objects that the handler took
 * @param refused objects that were answered with a failure
 */
public record AssociationEnd(Ending ending, String detail, InetAddress peer, int stored, int refused) {

    /** Ways in which an association ends. The list is closed. */
    public enum Ending {
        /** The peer released it: all is well. */
        RELEASED,
        /** There was none: it was refused, or there were too many. */
        REJECTED,
        /** The peer aborted it. */
        ABORTED,
        /** The connection broke, or was closed without a release. */
        DISCONNECTED,
        /** The peer broke a rule or a limit of the protocol, and the association was aborted. */
        PROTOCOL,
        /** The peer took too long. */
        TIMED_OUT,
        /** This side was closed. */
        CLOSED
    }
}
