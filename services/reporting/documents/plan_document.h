#pragma once

#include <string>
#include <vector>

#include "binadaya/needs/v1/plan.pb.h"
#include "services/reporting/documents/document.h"

// The annual plan (rencana pengembangan kompetensi), in the columns of PP 11/2017 art. 207(3): kind
// of competency, target, form and channel, organiser, time, conformity with the curriculum, budget.
namespace binadaya::reporting::documents {

Heading HeadingOf(const needs::v1::Plan& plan);
std::string Html(const needs::v1::Plan& plan, const Frame& frame);
// Its items, its sums, and of a revision what it changes.
std::vector<xlsx::Sheet> Sheets(const needs::v1::Plan& plan, const Frame& frame);

std::vector<Step> StepsOf(const needs::v1::Plan& plan);

Print PrintOf(const needs::v1::Plan& plan);

}  // namespace binadaya::reporting::documents
