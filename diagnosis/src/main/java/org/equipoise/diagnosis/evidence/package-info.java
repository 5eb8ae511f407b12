/** What was measured, with its unit and what a healthy run shows. */
@NullMarked
package org.equipoise.diagnosis.evidence;

import org.jspecify.annotations.NullMarked;
