/** From evidence to probabilities over the causes. */
@NullMarked
package org.equipoise.diagnosis.ranking;

import org.jspecify.annotations.NullMarked;
