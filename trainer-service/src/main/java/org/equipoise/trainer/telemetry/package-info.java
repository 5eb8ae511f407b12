/** What an epoch says about a run: losses, recalls, shares, and whether a class was lost. */
@NullMarked
package org.equipoise.trainer.telemetry;

import org.jspecify.annotations.NullMarked;
