/** What a training said about itself, epoch by epoch, whoever trained. */
@NullMarked
package org.equipoise.diagnosis.history;

import org.jspecify.annotations.NullMarked;
