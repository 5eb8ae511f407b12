/**
 * Labelled images beside a version: drawn and frozen when it is registered, compared with what serving makes of them,
 * and shown to the model that serves, again and again, the way every study goes.
 */
@NullMarked
package org.equipoise.trainer.canary;

import org.jspecify.annotations.NullMarked;
