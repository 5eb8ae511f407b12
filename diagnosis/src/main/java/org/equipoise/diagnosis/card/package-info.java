/** What is told to people: one page about one run, model or file of predictions. */
@NullMarked
package org.equipoise.diagnosis.card;

import org.jspecify.annotations.NullMarked;
