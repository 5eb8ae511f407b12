/** Telling somebody outside: which changes of alerts, when, and until when it is tried again. */
@NullMarked
package org.equipoise.monitor.notice;

import org.jspecify.annotations.NullMarked;
