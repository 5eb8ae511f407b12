/** Why a run collapsed: facts, telemetry and experiments on what it left behind. */
@NullMarked
package org.equipoise.trainer.diagnosis;

import org.jspecify.annotations.NullMarked;
