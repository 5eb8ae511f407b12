/** The life of an alert: pending, firing, resolved; and the sentence it tells a person. */
@NullMarked
package org.equipoise.monitor.alerting;

import org.jspecify.annotations.NullMarked;
