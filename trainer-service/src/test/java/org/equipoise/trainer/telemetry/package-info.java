/** What is said about an epoch. */
@NullMarked
package org.equipoise.trainer.telemetry;

import org.jspecify.annotations.NullMarked;
