package org.equipoise.monitor.console.http;

/** What went wrong, as a sentence. */
record Problem(String problem) {}
