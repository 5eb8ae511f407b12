/** Tests of alerting. */
@NullMarked
package org.equipoise.monitor.alerting;

import org.jspecify.annotations.NullMarked;
