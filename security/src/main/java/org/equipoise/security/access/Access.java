package org.equipoise.security.access;

/** What becomes of a request, and what whoever is refused is told. */
public enum Access {
    GRANTED("granted"),
    NEEDS_KEY("a key that this service knows is needed: send it as X-API-Key: KEY or Authorization: Bearer KEY"),
    NEEDS_ANNOTATOR(
            "this key may only read: to write here, an annotator's, an adjudicator's or an operator's is needed"),
    SENDS_ONLY("this key may only send objects: to read, a viewer's is needed, to write elsewhere, an operator's"),
    NEEDS_OPERATOR("this key's role is not enough to write here: an operator's key is needed"),
    OTHER_HOST("where no key is asked for, only requests to a loopback name of this machine are answered:"
            + " ask http://127.0.0.1 or http://localhost"),
    OTHER_PAGE("where no key is asked for, no page but the service's own may write: Origin or Sec-Fetch-Site says that"
            + " another one sent this; send neither from a program"),
    BODY_OF_A_FORM("a Content-Type that a form can send is refused here: send Content-Type: application/json,"
            + " or what else this path takes (/q/openapi says which)");

    private final String sentence;

    Access(String sentence) {
        this.sentence = sentence;
    }

    /** What was wrong, and what to send instead. */
    public String sentence() {
        return sentence;
    }
}
