/**
 * What a model expects of its images: candidate preprocessings tried on labelled images until the accuracy returns. One
 * search for runs, for models from elsewhere and for models in production.
 */
@NullMarked
package org.equipoise.diagnosis.preprocessing;

import org.jspecify.annotations.NullMarked;
