package org.equipoise.local.stack;

/** Is told what happens to the stack, in sentences for a person. Called from several threads. */
public interface StackListener {

    /** Something worth a line: a port that was taken, a server that is up. */
    void message(String text);

    /** Something went wrong and is dealt with: a service died and is restarted. */
    void trouble(String text);
}
