/** What answers to labelled images say about a classifier that nobody here trained. */
@NullMarked
package org.equipoise.diagnosis.predictions;

import org.jspecify.annotations.NullMarked;
