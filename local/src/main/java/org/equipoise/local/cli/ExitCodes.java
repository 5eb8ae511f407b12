package org.equipoise.local.cli;

/** What a script can trust. */
public final class ExitCodes {

    /** Done. */
    public static final int OK = 0;
    /** Failed: the message says why. */
    public static final int FAILED = 1;
    /** Wrong usage. */
    public static final int USAGE = 2;
    /** No stack runs, or this machine is not enough for one. */
    public static final int NO_STACK = 3;
    /** The run failed, or the gate refused the model. */
    public static final int REFUSED = 4;

    private ExitCodes() {}
}
